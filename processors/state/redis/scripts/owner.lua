-- Part of the scripts that write: only the last owner may.
--
-- ARGV  epoch
-- Errors: LOST the partition is not as its owner left it; FENCED <epoch> another owner has taken over.
local epoch = takeNumber()
if not meta.epoch or meta.epoch < epoch then return redis.error_reply('LOST epoch') end
if meta.epoch > epoch then return redis.error_reply('FENCED ' .. string.format('%.0f', meta.epoch)) end
