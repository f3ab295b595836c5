-- Running sums.
--
-- ARGV    nothing: of all. Or: first hour; hour at which they end; how many hours at once
-- Return  {hour to go on with, or nothing; hour, facet and sum of each; of all, without an hour}
local rows = {}
local function addAll(hour, key)
  local facets = redis.call('HGETALL', key)
  for at = 1, #facets, 2 do
    rows[#rows + 1] = hour
    rows[#rows + 1] = facets[at]
    rows[#rows + 1] = facets[at + 1]
  end
end
if #ARGV == 0 then
  addAll('', prefix .. 't')
  return { false, rows }
end
local first, last, portion = take(), take(), takeNumber()
local hours = redis.call('ZRANGEBYSCORE', prefix .. 'hours', first, '(' .. last, 'LIMIT', 0, portion + 1)
local next = false
for at, hour in ipairs(hours) do
  if at > portion then next = hour else addAll(hour, prefix .. 'd:' .. hour) end
end
return { next, rows }
