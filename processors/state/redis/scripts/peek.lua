-- What is kept of the partition, for those who only look.
--
-- ARGV    1: with the state, 0: without; name of a piece of it
-- Return  {epoch, position or nothing, bytes of the state, whether that piece is there, its fields and values or nothing}
local wanted, piece = takeNumber(), take()
local state = redis.call('HGETALL', prefix .. 'state')
local bytes = 0
for index = 1, #state, 2 do
  if string.sub(state[index], 1, 2) ~= 'n:' then bytes = bytes + #state[index + 1] end
end
return {
  string.format('%.0f', meta.epoch or 0),
  redis.call('HGET', KEYS[1], 'position'),
  bytes,
  redis.call('HEXISTS', prefix .. 'state', 'n:' .. piece),
  wanted == 1 and state or false,
}
