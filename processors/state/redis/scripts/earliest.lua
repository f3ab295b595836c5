-- Of each of some facets, the last entry of its list that has a start.
--
-- ARGV    lowest and highest minus-start; facets
-- Return  facet, minus-start and member of each that has one
local lowest, highest = take(), take()
local flat = {}
while taken < #ARGV do
  local facet = take()
  local key = prefix .. 'f:' .. facet
  local before = redis.call('ZCOUNT', key, '-inf', '(' .. lowest)
  local till = redis.call('ZCOUNT', key, '-inf', highest)
  if before < till then
    local row = redis.call('ZRANGE', key, till - 1, till - 1, 'WITHSCORES')
    for _, value in ipairs({ facet, row[2], row[1] }) do flat[#flat + 1] = value end
  end
end
return flat
