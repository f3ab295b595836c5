-- Part of every script: how a partition lies in Redis, and how a request is put there, found and dropped.
--
-- KEYS[1]  <prefix>{<partition>}:meta; all other keys begin as it does, so they are of the same slot.
--
-- meta   hash  schema born epoch seq position dictionary; forgotten: epoch at which its state was last made to go; owner: who the last one said it is; resuming: epoch of the owner that has to
--              show again what was provisional (that of an earlier one says nothing); first, last: numbers of final requests; opens: numbers of
--              provisional ones that were ever in use at once; block, blockFirst: numbers of blocks; facets: how many;
--              marked: the first segment of 65,536 numbers that was written whole in this layout. Of segments before it
--              (all, where it is not there: schema 1) k holds numbers of any identifier, and nothing says so
-- h:<n>  hash  heads of 64 requests: facet, start, last change, grades, place of the body, id
-- b:<n>  hash  1024 blocks, each with the bodies of some final requests
-- w      hash  bodies of provisional requests, with their hashes; free: list of numbers that are free again
-- i:<s>:<bucket>  hash  of a million numbers: hash of an id -> numbers, four bytes each
-- v:<s>:<bucket>  hash  of 65,536 numbers: hash of an identifier -> up to 31 numbers within them, two bytes each, and
--                        one byte more as long as there are others in k
-- k:<s>:<bucket>  hash  of 4096 numbers: hash of an identifier that many carry -> others within them, two bytes each
-- ranges, spans  hash  segment of 4096, of 65,536 numbers -> first and last start in it; they only grow apart
-- f:<facet>  zset  requests of a facet: minus their start, and (id, number, grades)
-- t, d:<hour>  hash  facet -> requests and grades, of all and of those that start in an hour; hours: zset of these hours
-- fn, fs  hash  facets: name -> number, number -> name
-- a, back  hash  ids of provisional requests that are no more, with their successors; and the other way round
-- hosts, state, dict  hash
--
-- Invariant: a number has its head, body, index entries, place in a zset and share in the sums, or none of them.
local prefix = string.sub(KEYS[1], 1, -5)
local taken = 0
local function take()
  taken = taken + 1
  return ARGV[taken]
end
local function takeNumber()
  return tonumber(take())
end

local OPEN = 2147483648
local NO_START = -8640000000000001
local HOUR = 3600000
local floor = math.floor

-- Most of what names cost is the writing of their numbers: each is written once.
local function written(format)
  return setmetatable({}, { __index = function(known, number)
    local text = string.format(format, number)
    known[number] = text
    return text
  end })
end
local decimal, hex = written('%.0f'), written('%02x')
local function place(name, number, size)
  return prefix .. name .. decimal[floor(number / size)], decimal[number % size]
end
local function bucket(name, segment, hash, buckets)
  local high, low = string.byte(hash, 1, 2)
  return prefix .. name .. decimal[segment] .. ':' .. decimal[(high * 256 + low) % buckets], string.sub(hash, 3)
end

-- Heads -------------------------------------------------------------------------------------------------------------
local function varint(number)
  local bytes = ''
  while number >= 128 do
    bytes = bytes .. string.char(128 + number % 128)
    number = floor(number / 128)
  end
  return bytes .. string.char(number)
end
local function readVarint(text, from)
  local value, scale = 0, 1
  while true do
    local byte = string.byte(text, from)
    from = from + 1
    value = value + (byte % 128) * scale
    if byte < 128 then return value, from end
    scale = scale * 128
  end
end
local function packHead(one)
  return struct.pack('>BI3dI6I4B', one.final and 1 or 0, one.facet, one.started, one.changed, one.block, one.index)
    .. varint(one.key) .. varint(one.exact) .. varint(one.probable) .. one.id
end
local function parseHead(number, head)
  local one = { number = number, head = head }
  local flags, from
  flags, one.facet, one.started, one.changed, one.block, one.index, from = struct.unpack('>BI3dI6I4B', head)
  one.final = flags == 1
  one.key, from = readVarint(head, from)
  one.exact, from = readVarint(head, from)
  one.probable, from = readVarint(head, from)
  one.id = string.sub(head, from)
  return one
end
local function readHead(number)
  local key, field = place('h:', number, 64)
  local head = redis.call('HGET', key, field)
  return head and parseHead(number, head) or nil
end
-- All that stands before the start in a head.
local STARTED = 5
local function startedOf(head)
  return (struct.unpack('>d', head, STARTED))
end
local function bodyOf(one)
  if not one.final then return redis.call('HGET', prefix .. 'w', one.number) end
  local key, field = place('b:', one.block, 1024)
  return redis.call('HGET', key, field)
end
-- In order of the id's bytes: no id is the beginning of another, because a zero byte in it is written as two.
local function escaped(id)
  return (string.gsub(id, '%z', '\0\255'))
end
local function member(one)
  return escaped(one.id) .. '\0\1' .. struct.pack('>I4', one.number)
    .. varint(one.key) .. varint(one.exact) .. varint(one.probable)
end

-- Sums --------------------------------------------------------------------------------------------------------------
local sums = {}
local function count(one, sign)
  local hours = { 't' }
  if one.started ~= NO_START then hours[2] = 'd:' .. decimal[floor(one.started / HOUR)] end
  for _, hour in ipairs(hours) do
    local facets = sums[hour] or {}
    sums[hour] = facets
    local sum = facets[one.facet] or { 0, 0, 0, 0 }
    facets[one.facet] = sum
    for index, value in ipairs({ 1, one.key, one.exact, one.probable }) do sum[index] = sum[index] + sign * value end
  end
end
local function writeSums()
  for hour, facets in pairs(sums) do
    local key = prefix .. hour
    for facet, sum in pairs(facets) do
      local index = 0
      for value in string.gmatch(redis.call('HGET', key, facet) or '', '[^,]+') do
        index = index + 1
        sum[index] = sum[index] + tonumber(value)
      end
      if sum[1] == 0 then redis.call('HDEL', key, facet) else redis.call('HSET', key, facet, table.concat(sum, ',')) end
    end
    if hour ~= 't' then
      local number = string.sub(hour, 3)
      if redis.call('EXISTS', key) == 1 then redis.call('ZADD', prefix .. 'hours', number, number)
      else redis.call('ZREM', prefix .. 'hours', number) end
    end
  end
end

-- Between which starts the requests of a segment lie.
local sizes = { ranges = 4096, spans = 65536 }
local widened = { ranges = {}, spans = {} }
local function readRange(text)
  local low, high = string.match(text or '', '^(.*),(.*)$')
  return tonumber(low), tonumber(high)
end
local function widen(one)
  for name, size in pairs(sizes) do
    local segment = floor(one.number / size)
    local range = widened[name][segment]
    if not range then
      local low, high = readRange(redis.call('HGET', prefix .. name, segment))
      range = { low or one.started, high or one.started }
      widened[name][segment] = range
    end
    range[1], range[2] = math.min(range[1], one.started), math.max(range[2], one.started)
  end
end
local function writeRanges()
  for name, ranges in pairs(widened) do
    for segment, range in pairs(ranges) do
      redis.call('HSET', prefix .. name, segment, string.format('%.0f,%.0f', range[1], range[2]))
    end
  end
end

-- Lists of numbers --------------------------------------------------------------------------------------------------
local function addTo(key, field, values)
  if redis.call('HSETNX', key, field, values) == 0 then
    redis.call('HSET', key, field, redis.call('HGET', key, field) .. values)
  end
end
local function writeNumbers(key, field, values)
  if values == '' then redis.call('HDEL', key, field) else redis.call('HSET', key, field, values) end
end
-- What is left of a list; nothing when the number is not in it.
local function leftOf(values, value)
  local at = string.find(values, value, 1, true)
  while at and at % #value ~= 1 do at = string.find(values, value, at + 1, true) end
  return at and string.sub(values, 1, at - 1) .. string.sub(values, at + #value)
end
local function dropFrom(key, field, value)
  local left = leftOf(redis.call('HGET', key, field) or '', value)
  if left then writeNumbers(key, field, left) end
  return left
end
local function indexOfId(number, idHash, change)
  local key, field = bucket('i:', floor(number / 1048576), idHash, 16384)
  change(key, field, struct.pack('>I4', number))
end

-- Identifiers -------------------------------------------------------------------------------------------------------
-- Bytes of the numbers in a list of 65,536: with the mark it is no longer than what Redis keeps in a packed list.
local LISTED = 62
local function listed(segment, hash)
  local high, low = string.byte(hash, 1, 2)
  return prefix .. 'v:' .. decimal[segment] .. ':' .. hex[high % 32] .. hex[low], string.sub(hash, 3)
end
local function others(segment, hash)
  return bucket('k:', segment, hash, 512)
end
local function isMarked(list)
  return #list % 2 == 1
end
local function addOthers(segment, hash, lows)
  local bySegment = {}
  for from = 1, #lows, 2 do
    local low = struct.unpack('>I2', lows, from)
    local narrow = segment * 16 + floor(low / 4096)
    bySegment[narrow] = (bySegment[narrow] or '') .. struct.pack('>I2', low % 4096)
  end
  for narrow, numbers in pairs(bySegment) do
    local key, field = others(narrow, hash)
    addTo(key, field, numbers)
  end
end
local function addNumbers(segment, hash, lows)
  local key, field = listed(segment, hash)
  if #lows <= LISTED and redis.call('HSETNX', key, field, lows) == 1 then return end
  local list = redis.call('HGET', key, field) or ''
  local size = #list - #list % 2
  local room = math.max(0, LISTED - size)
  if size > LISTED - 2 and isMarked(list) then return addOthers(segment, hash, lows) end
  local mark = (isMarked(list) or #lows > room) and '\0' or ''
  redis.call('HSET', key, field, string.sub(list, 1, size) .. string.sub(lows, 1, room) .. mark)
  addOthers(segment, hash, string.sub(lows, room + 1))
end
local function hasOthers(segment, hash)
  for narrow = segment * 16 + 15, segment * 16, -1 do
    local key, field = others(narrow, hash)
    if redis.call('HGET', key, field) then return true end
  end
  return false
end
local function dropNumber(segment, hash, low)
  local key, field = listed(segment, hash)
  local list = redis.call('HGET', key, field) or ''
  local left = leftOf(list, struct.pack('>I2', low))
  if left then return writeNumbers(key, field, left) end
  local otherKey, otherField = others(segment * 16 + floor(low / 4096), hash)
  local isLast = dropFrom(otherKey, otherField, struct.pack('>I2', low % 4096)) == ''
  if isLast and isMarked(list) and not hasOthers(segment, hash) then
    writeNumbers(key, field, string.sub(list, 1, -2))
  end
end
-- What many requests of a commit carry is written once for all of them.
local pending, isPending = {}, {}
local function addIdentifiers(number, hashes)
  local segment, low = floor(number / 65536), struct.pack('>I2', number % 65536)
  local lists = pending[segment] or {}
  pending[segment] = lists
  for from = 1, #hashes, 6 do
    local hash = string.sub(hashes, from, from + 5)
    lists[hash] = (lists[hash] or '') .. low
  end
  isPending[number] = true
end
local function writeIdentifiers()
  for segment, lists in pairs(pending) do
    for hash, lows in pairs(lists) do addNumbers(segment, hash, lows) end
  end
  pending, isPending = {}, {}
end
local function dropIdentifiers(number, hashes)
  if isPending[number] then writeIdentifiers() end
  local segment, low = floor(number / 65536), number % 65536
  for from = 1, #hashes, 6 do dropNumber(segment, string.sub(hashes, from, from + 5), low) end
end

-- Requests ----------------------------------------------------------------------------------------------------------
local meta = {}
do
  local names = { 'epoch', 'seq', 'first', 'last', 'opens', 'block', 'blockFirst', 'facets', 'marked' }
  local values = redis.call('HMGET', KEYS[1], unpack(names))
  for position, name in ipairs(names) do meta[name] = tonumber(values[position] or 0) end
  if not values[1] then meta.epoch = nil end
  if not values[#names] then meta.marked = 2 * OPEN end
end
local function saveMeta()
  redis.call('HSET', KEYS[1], 'first', meta.first, 'last', meta.last, 'opens', meta.opens, 'block', meta.block,
    'blockFirst', meta.blockFirst, 'facets', meta.facets)
end
-- Segments of so many numbers that may hold something, the newest first.
local function segments(size)
  local found = {}
  if meta.opens > 0 then
    for segment = floor((OPEN + meta.opens - 1) / size), floor(OPEN / size), -1 do found[#found + 1] = segment end
  end
  if meta.last > meta.first then
    for segment = floor((meta.last - 1) / size), floor(meta.first / size), -1 do found[#found + 1] = segment end
  end
  return found
end
local function byHash(idHash)
  local found = {}
  for _, segment in ipairs(segments(1048576)) do
    local key, field = bucket('i:', segment, idHash, 16384)
    local numbers = redis.call('HGET', key, field) or ''
    for from = 1, #numbers, 4 do
      local one = readHead((struct.unpack('>I4', numbers, from)))
      if one then found[#found + 1] = one end
    end
  end
  return found
end
local function byId(id, idHash)
  for _, one in ipairs(byHash(idHash)) do
    if one.id == id then return one end
  end
  return nil
end
local function drop(one, idHash, hashes)
  local key, field = place('h:', one.number, 64)
  redis.call('HDEL', key, field)
  redis.call('ZREM', prefix .. 'f:' .. one.facet, member(one))
  indexOfId(one.number, idHash, dropFrom)
  dropIdentifiers(one.number, hashes)
  count(one, -1)
end
local function dropOpen(one)
  local body = redis.call('HGET', prefix .. 'w', one.number)
  local hashesEnd = 8 + 6 * struct.unpack('>I2', body, 7)
  drop(one, string.sub(body, 1, 6), string.sub(body, 9, hashesEnd))
  redis.call('HDEL', prefix .. 'w', one.number)
  redis.call('RPUSH', prefix .. 'free', one.number)
end

-- Names that are no more --------------------------------------------------------------------------------------------
local function readList(name, field)
  local packed = redis.call('HGET', prefix .. name, field)
  return packed and cmsgpack.unpack(packed) or {}
end
local function writeList(name, field, list)
  if #list == 0 then redis.call('HDEL', prefix .. name, field)
  else redis.call('HSET', prefix .. name, field, cmsgpack.pack(list)) end
end
local function alias(id, folded)
  for _, entry in ipairs(readList('a', folded)) do
    if entry[1] == id then return entry end
  end
  return nil
end
local function without(list, id)
  local kept = {}
  for _, entry in ipairs(list) do
    if entry[1] ~= id then kept[#kept + 1] = entry end
  end
  return kept
end
local function dropAlias(id, folded)
  local entry = alias(id, folded)
  if not entry then return end
  writeList('a', folded, without(readList('a', folded), id))
  writeList('back', entry[2], without(readList('back', entry[2]), id))
end
local function setAlias(id, folded, successor, hash, at)
  dropAlias(id, folded)
  local names, back = readList('a', folded), readList('back', successor)
  names[#names + 1] = { id, successor, hash }
  back[#back + 1] = { id, folded, at }
  writeList('a', folded, names)
  writeList('back', successor, back)
end
local function dropSuccessor(id)
  for _, entry in ipairs(readList('back', id)) do
    writeList('a', entry[2], without(readList('a', entry[2]), entry[1]))
  end
  redis.call('HDEL', prefix .. 'back', id)
end
