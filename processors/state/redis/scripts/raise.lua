-- The version of the layout that readers look at: that of the latest that has owned a partition.
--
-- KEYS[1] <prefix>schema
-- ARGV    version of the schema
-- Return  1
-- Errors: FOREIGN.
local known = redis.call('GET', KEYS[1])
if known and not tonumber(known) then return redis.error_reply('FOREIGN schema') end
if not known or tonumber(known) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
