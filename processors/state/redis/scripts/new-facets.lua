-- Part of the scripts that tell of facets: those that a reader does not know yet.
--
-- Takes when the partition was born, as the reader knows it, and how many of its facets it knows.
-- Gives when it was born, and names of the facets that come next.
local function newFacets(born, known)
  local last = redis.call('HGET', KEYS[1], 'born') or ''
  if last ~= born then known = 0 end
  local names = {}
  for number = known + 1, meta.facets do names[#names + 1] = redis.call('HGET', prefix .. 'fs', number) or '' end
  return last, names
end
