-- What is kept of the partition, for those who only look.
--
-- ARGV    1: with the state, 0: without; name of a piece of it
-- Return  {epoch, position or nothing, bytes of the state, whether that piece is there, whether its owner has not shown again what was provisional, who that is or nothing, fields and values of
--         the state or nothing}
local wanted, piece = takeNumber(), take()
local state, bytes = prefix .. 'state', 0
for _, field in ipairs(redis.call('HKEYS', state)) do
  if string.sub(field, 1, 2) ~= 'n:' then bytes = bytes + redis.call('HSTRLEN', state, field) end
end
return {
  string.format('%.0f', meta.epoch or 0),
  redis.call('HGET', KEYS[1], 'position'),
  bytes,
  redis.call('HEXISTS', state, 'n:' .. piece),
  meta.epoch and tonumber(redis.call('HGET', KEYS[1], 'resuming')) == meta.epoch and 1 or 0,
  redis.call('HGET', KEYS[1], 'owner'),
  wanted == 1 and redis.call('HGETALL', state) or false,
}
