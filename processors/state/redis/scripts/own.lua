-- Takes a partition over.
--
-- ARGV    epoch that was seen, or nothing; least epoch to take; version of the schema; 1: its state is to go; who it is, or nothing
-- Return  {1, epoch}: taken. {0, epoch}: another one has come between, nothing was done.
-- Errors: NEWER <schema>; FOREIGN.
-- Invariant: epochs only grow, also over a loss of everything: they are moments of the server's clock, or one more than the last.
-- A partition of the first schema becomes one of this: what lies in it stays where it is, see `marked` in layout.lua.
-- A claim that was sent long ago and arrives now does not fence those who came since.
local seen, least, schema, isToGo = takeNumber() or 0, takeNumber(), takeNumber(), take() == '1'
local owner = take()
local known = redis.call('HGET', KEYS[1], 'schema')
if meta.epoch and not tonumber(known) then return redis.error_reply('FOREIGN meta') end
if known and tonumber(known) > schema then return redis.error_reply('NEWER ' .. known) end
if (meta.epoch or 0) ~= seen then return { 0, string.format('%.0f', meta.epoch or 0) } end
local now = redis.call('TIME')
local epoch = math.max((meta.epoch or 0) + 1, least, now[1] * 1000 + floor(now[2] / 1000))
local text = string.format('%.0f', epoch)
redis.call('HSET', KEYS[1], 'epoch', text, 'seq', 0, 'schema', schema)
redis.call('HSETNX', KEYS[1], 'marked', math.ceil(meta.last / 65536))
redis.call('HSETNX', KEYS[1], 'born', text)
if owner == '' then redis.call('HDEL', KEYS[1], 'owner') else redis.call('HSET', KEYS[1], 'owner', owner) end
if meta.epoch and tonumber(redis.call('HGET', KEYS[1], 'resuming')) == meta.epoch then
  redis.call('HSET', KEYS[1], 'resuming', text)
end
if isToGo then redis.call('HSET', KEYS[1], 'forgotten', text) end
return { 1, text }
