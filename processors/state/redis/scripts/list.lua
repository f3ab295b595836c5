-- The first few requests of a list, of some facets.
--
-- ARGV    limit; lowest and highest minus-start; 1 when the list goes on behind a place, else 0; its minus-start; what is greater than all
--         members of its id, and less than those of ids behind it; facets
-- Return  facet, minus-start and member of each, in no order: at least the first `limit`.
local limit, lowest, highest = takeNumber(), takeNumber(), takeNumber()
local goesOn, after, probe = take() == '1', take(), take()

local function rankBehind(key)
  local low = redis.call('ZCOUNT', key, '-inf', '(' .. after)
  local high = redis.call('ZCOUNT', key, '-inf', after)
  while low < high do
    local middle = floor((low + high) / 2)
    if isBehind(redis.call('ZRANGE', key, middle, middle)[1], probe) then high = middle else low = middle + 1 end
  end
  return low
end

local found, scores, worst = {}, {}, highest
local function add(facet, rows)
  for at = 1, #rows, 2 do
    local score = tonumber(rows[at + 1])
    found[#found + 1] = { facet, rows[at + 1], rows[at] }
    scores[#scores + 1] = score
  end
  if #scores > 2 * limit then
    table.sort(scores)
    worst = math.min(worst, scores[limit])
    for at = #scores, limit + 1, -1 do scores[at] = nil end
  end
end
while taken < #ARGV do
  local facet = take()
  local key = prefix .. 'f:' .. facet
  local from = redis.call('ZCOUNT', key, '-inf', '(' .. string.format('%.0f', lowest))
  if goesOn then from = math.max(from, rankBehind(key)) end
  local till = math.min(from + limit, redis.call('ZCOUNT', key, '-inf', string.format('%.0f', worst)))
  if from < till then add(facet, redis.call('ZRANGE', key, from, till - 1, 'WITHSCORES')) end
end
local flat = {}
for _, one in ipairs(found) do
  if tonumber(one[2]) <= worst then
    for _, value in ipairs(one) do flat[#flat + 1] = value end
  end
end
return flat
