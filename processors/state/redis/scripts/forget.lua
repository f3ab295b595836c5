-- Forgets final requests that came first, with all that leads to them, and names that lead nowhere.
--
-- ARGV    epoch; moment: names that were given before it and whose request never came; portion; then number, id, hash of the id and hashes
--         of each request
-- Return  how many were forgotten
-- Invariant: that of layout.lua; no final request has a number below `first`, and no block below `blockFirst` is used. It only frees memory.
local before, portion = takeNumber(), takeNumber()
local forgotten = 0
while taken < #ARGV do
  local number, id, idHash, hashes = takeNumber(), take(), take(), take()
  local one = readHead(number)
  if one and one.id == id then
    drop(one, idHash, hashes)
    dropSuccessor(id)
    forgotten = forgotten + 1
  end
  if number == meta.first then meta.first = number + 1 end
end
local passed = meta.first
while meta.first < meta.last and not readHead(meta.first) do meta.first = meta.first + 1 end
for name, size in pairs(sizes) do
  for segment = math.max(0, floor(passed / size) - 1), floor(meta.first / size) - 1 do
    redis.call('HDEL', prefix .. name, segment)
  end
end
local one = readHead(meta.first)
local blocksEnd = one and one.block or meta.block
for block = meta.blockFirst, blocksEnd - 1 do
  local key, field = place('b:', block, 1024)
  redis.call('HDEL', key, field)
end
meta.blockFirst = blocksEnd
local cursor = redis.call('HGET', KEYS[1], 'swept') or '0'
local scan = redis.call('HSCAN', prefix .. 'back', cursor, 'COUNT', portion)
for at = 1, #scan[2], 2 do
  local isOld, entries = true, cmsgpack.unpack(scan[2][at + 1])
  for _, entry in ipairs(entries) do isOld = isOld and tonumber(entry[3]) < before end
  local led = isOld and alias(entries[1][1], entries[1][2])
  if led and not byId(scan[2][at], led[3]) then dropSuccessor(scan[2][at]) end
end
if forgotten > 0 or scan[1] ~= cursor then
  writeSums()
  redis.call('HSET', KEYS[1], 'first', meta.first, 'blockFirst', meta.blockFirst, 'swept', scan[1])
end
return forgotten
