-- Part of the scripts that write: only the last owner may.
--
-- ARGV  epoch
-- Errors: LOST the partition is not as its owner left it; FENCED <epoch> another owner has taken over, or, with a further word
-- `forgotten`, somebody who makes its state go, or, behind `by`, who the other one is.
local epoch = takeNumber()
if not meta.epoch or meta.epoch < epoch then return redis.error_reply('LOST epoch') end
if meta.epoch > epoch then
  local last = string.format('%.0f', meta.epoch)
  local isForgotten = redis.call('HGET', KEYS[1], 'forgotten') == last
  local owner = redis.call('HGET', KEYS[1], 'owner')
  return redis.error_reply('FENCED ' .. last .. (isForgotten and ' forgotten' or owner and ' by ' .. owner or ''))
end
