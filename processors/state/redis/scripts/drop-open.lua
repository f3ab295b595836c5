-- Forgets provisional requests, a portion at a time.
--
-- ARGV    epoch; portion; origin; channel; partition
-- Return  {how many are left, ids that were forgotten}
-- Invariant: that of layout.lua.
local portion, origin, channel, partition = takeNumber(), take(), take(), take()
local open = redis.call('HSCAN', prefix .. 'w', 0, 'COUNT', portion)[2]
local ids, gone = {}, {}
for at = 1, #open, 2 do
  local one = readHead(tonumber(open[at]))
  if one then
    ids[#ids + 1] = one.id
    gone[#gone + 1] = { one.id }
    dropOpen(one)
  else
    redis.call('HDEL', prefix .. 'w', open[at])
  end
end
writeSums()
if #ids > 0 then
  redis.call('HSET', KEYS[1], 'resuming', string.format('%.0f', epoch))
  redis.call('PUBLISH', channel, cjson.encode({ origin = origin, partition = partition, gone = gone }))
end
return { redis.call('HLEN', prefix .. 'w'), ids }
