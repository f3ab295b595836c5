-- A commit, whole.
--
-- ARGV    epoch; last number of a commit that was answered; number of this one; origin; channel; partition; then lists, each with its
--         length before: see `commitWords`.
-- Return  {1, which requests changed, which went}: one character each, 1 or 0. {0}: it was done already.
-- Errors: LOST, FENCED, as in owner.lua; STALE: a later commit of this owner was done. OOM of Redis: nothing was done.
-- Invariant: that of layout.lua. The first write is one that Redis refuses when its memory is full, so all of the script is refused.
-- A commit is done only on top of what its owner was answered last: after a failover that lost something it is refused.
local answered, sequence = takeNumber(), takeNumber()
if meta.seq == sequence then return { 0 } end
if meta.seq > sequence then return redis.error_reply('STALE commit') end
if meta.seq < answered then return redis.error_reply('LOST commits') end
local origin, channel, partition = take(), take(), take()
redis.call('HSET', KEYS[1], 'seq', sequence)

local hasCheckpoint, position = take() == '1', take()
if hasCheckpoint then redis.call('HSET', KEYS[1], 'position', position) end
for _ = 1, takeNumber() do
  local number, bytes = take(), take()
  redis.call('HSET', prefix .. 'dict', number, bytes)
  redis.call('HSET', KEYS[1], 'dictionary', number)
end
local facets = {}
for at = 1, takeNumber() do
  local name = take()
  local number = redis.call('HGET', prefix .. 'fn', name)
  if not number then
    meta.facets = meta.facets + 1
    number = meta.facets
    redis.call('HSET', prefix .. 'fn', name, number)
    redis.call('HSET', prefix .. 'fs', number, name)
  end
  facets[at] = tonumber(number)
end
local blocks = {}
for at = 1, takeNumber() do blocks[at] = { bytes = take() } end

local function blockNumber(at)
  local block = blocks[at]
  if not block then return 0 end
  if not block.number then
    block.number = meta.block
    meta.block = meta.block + 1
    local key, field = place('b:', block.number, 1024)
    redis.call('HSET', key, field, block.bytes)
  end
  return block.number
end
local function nextNumber(isFinal)
  if isFinal then
    meta.last = meta.last + 1
    return meta.last - 1
  end
  local free = redis.call('RPOP', prefix .. 'free')
  if free then return tonumber(free) end
  meta.opens = meta.opens + 1
  return OPEN + meta.opens - 1
end
local function put()
  local one = { id = take() }
  local folded = take()
  one.final, one.facet, one.started, one.changed = take() == '1', facets[takeNumber()], takeNumber(), takeNumber()
  one.key, one.exact, one.probable = takeNumber(), takeNumber(), takeNumber()
  local idHash, hashes = take(), take()
  local block, at, body = takeNumber(), takeNumber(), take()
  local known = byId(one.id, idHash)
  if known and known.final then return false end
  if known then dropOpen(known) end
  dropAlias(one.id, folded)
  one.block, one.index, one.number = blockNumber(block), at, nextNumber(one.final)
  local key, field = place('h:', one.number, 64)
  redis.call('HSET', key, field, packHead(one))
  if not one.final then
    redis.call('HSET', prefix .. 'w', one.number, idHash .. struct.pack('>I2', #hashes / 6) .. hashes .. body)
  end
  redis.call('ZADD', prefix .. 'f:' .. one.facet, string.format('%.0f', -one.started), member(one))
  indexOfId(one.number, idHash, addTo)
  addIdentifiers(one.number, hashes)
  count(one, 1)
  widen(one)
  return true, one.id
end
local function leave()
  local id, folded, idHash = take(), take(), take()
  local hasSuccessor, successor, successorFolded, successorHash, at = take() == '1', take(), take(), take(), take()
  local known = byId(id, idHash)
  if (hasSuccessor and id == successor) or (known and known.final) then return false end
  if known then dropOpen(known) end
  local said = hasSuccessor and { id, successor } or { id }
  if not hasSuccessor then return known ~= nil, said end
  local further = alias(successor, successorFolded)
  local last, hash = successor, successorHash
  if further then last, hash = further[2], further[3] end
  local before = alias(id, folded)
  if last == id or (before and before[2] == last) then return known ~= nil, said end
  for _, entry in ipairs(readList('back', id)) do setAlias(entry[1], entry[2], last, hash, entry[3]) end
  setAlias(id, folded, last, hash, at)
  return true, said
end
local function each(change)
  local flags, changed = {}, {}
  for at = 1, takeNumber() do
    local isChanged, said = change()
    flags[at] = isChanged and '1' or '0'
    if isChanged then changed[#changed + 1] = said end
  end
  return table.concat(flags), changed
end

local putFlags, ids = each(put)
local leaveFlags, gone = each(leave)
local hosts = {}
for at = 1, takeNumber() do
  local name, view = take(), take()
  hosts[at] = name
  redis.call('HSET', prefix .. 'hosts', name, view)
end
for _ = 1, takeNumber() do
  local name, chunks = take(), takeNumber()
  local state, countField = prefix .. 'state', 'n:' .. name
  for at = math.max(chunks, 0), (tonumber(redis.call('HGET', state, countField) or 0)) - 1 do
    redis.call('HDEL', state, at .. ':' .. name)
  end
  for at = 0, chunks - 1 do redis.call('HSET', state, at .. ':' .. name, take()) end
  if chunks < 0 then redis.call('HDEL', state, countField) else redis.call('HSET', state, countField, chunks) end
end
writeIdentifiers()
writeSums()
writeRanges()
saveMeta()
if #ids + #gone + #hosts > 0 then
  local isLong = #ids + #gone + #hosts > 1000
  redis.call('PUBLISH', channel, cjson.encode(isLong and { origin = origin, partition = partition, overflow = true }
    or { origin = origin, partition = partition, ids = ids, gone = gone, hosts = hosts }))
end
return { 1, putFlags, leaveFlags }
