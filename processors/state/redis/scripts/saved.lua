-- What the owner begins with.
--
-- ARGV    epoch
-- Return  {position or nothing, fields and values of the state, number and bytes of the newest dictionary or nothing, 1: what was provisional is to be shown again}
local number = redis.call('HGET', KEYS[1], 'dictionary')
return {
  redis.call('HGET', KEYS[1], 'position'),
  redis.call('HGETALL', prefix .. 'state'),
  number,
  number and redis.call('HGET', prefix .. 'dict', number),
  tonumber(redis.call('HGET', KEYS[1], 'resuming')) == epoch and 1 or 0,
}
