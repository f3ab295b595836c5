-- What was provisional before this owner is shown again.
--
-- ARGV    epoch
-- Return  1
redis.call('HDEL', KEYS[1], 'resuming')
return 1
