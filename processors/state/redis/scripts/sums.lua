-- Running sums.
--
-- ARGV    nothing: of all. Or: first hour; hour at which they end; how many hours at once
-- Return  {hour to go on with, or nothing; facet and sum of each, a facet as often as it comes}
if #ARGV == 0 then return { false, redis.call('HGETALL', prefix .. 't') } end
local first, last, portion = take(), take(), takeNumber()
local hours = redis.call('ZRANGEBYSCORE', prefix .. 'hours', first, '(' .. last, 'LIMIT', 0, portion + 1)
local sumsOfHours, next = {}, false
for at, hour in ipairs(hours) do
  if at > portion then
    next = hour
  else
    local facets = redis.call('HGETALL', prefix .. 'd:' .. hour)
    for _, value in ipairs(facets) do sumsOfHours[#sumsOfHours + 1] = value end
  end
end
return { next, sumsOfHours }
