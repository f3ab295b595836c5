-- Facets that a reader does not know yet.
--
-- ARGV    when the partition was born, as the reader knows it; how many of its facets it knows
-- Return  {when it was born; names of the facets that come next}
local born, known = take(), takeNumber()
local last = redis.call('HGET', KEYS[1], 'born') or ''
if last ~= born then known = 0 end
local names = {}
for number = known + 1, meta.facets do names[#names + 1] = redis.call('HGET', prefix .. 'fs', number) or '' end
return { last, names }
