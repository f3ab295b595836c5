-- The checkpoint goes, whole: the next owner finds none. Requests, sums, hosts and dictionaries stay.
--
-- ARGV    epoch
-- Return  1
-- Invariant: that of layout.lua; there is no position without its state.
redis.call('HDEL', KEYS[1], 'position')
redis.call('DEL', prefix .. 'state')
return 1
