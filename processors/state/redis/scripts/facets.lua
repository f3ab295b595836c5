-- Facets that a reader does not know yet.
--
-- ARGV    when the partition was born, as the reader knows it; how many of its facets it knows
-- Return  {when it was born; names of the facets that come next}
return { newFacets(take(), takeNumber()) }
