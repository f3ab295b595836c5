-- The first few requests of a list, of those that carry an identifier. Hardly ever another one with the same hash is among them.
--
-- ARGV    when the partition was born, as the reader knows it; how many of its facets it knows; folded identifier; its hash; limit; lowest
--         and highest start; 1 when the list goes on behind a place, else 0; its start; what is greater than all members of its id, and
--         less than those of ids behind it
-- Return  {ids of successors; number, head and body of each that was found, in no order: at least the first `limit`, without bodies when
--         there are many; when the partition was born; names of facets that the reader does not know}
local born, facetsKnown = take(), takeNumber()
local folded, hash, limit, lowest, highest = take(), take(), takeNumber(), takeNumber(), takeNumber()
local goesOn, after, probe = take() == '1', takeNumber(), take()
local found, successors, starts, worst = {}, {}, {}, lowest
local function add(one)
  if one.started < worst or one.started > highest then return end
  if goesOn and one.started == after and not isBehind(escaped(one.id) .. '\0\1', probe) then return end
  found[#found + 1] = one
  starts[#starts + 1] = one.started
  if #starts >= 2 * limit then
    table.sort(starts, function(a, b) return a > b end)
    worst = math.max(worst, starts[limit])
    for at = #starts, limit + 1, -1 do starts[at] = nil end
  end
end

for _, one in ipairs(byHash(hash)) do add(one) end
for _, entry in ipairs(readList('a', folded)) do
  local one = byId(entry[2], entry[3])
  if one then
    successors[#successors + 1] = one.id
    add(one)
  end
end
local function isOutside(text)
  local low, high = readRange(text)
  return low and (high < worst or low > highest)
end
-- Between which starts the requests of a segment lie is asked for only when there is much to read.
local spans
local function readSpans()
  spans = {}
  local flat = redis.call('HGETALL', prefix .. 'spans')
  for at = 1, #flat, 2 do spans[flat[at]] = flat[at + 1] end
end
-- Those of one hash are read at once. The newest first: most of what is older need not be looked into.
local function addHeads(key, numbers, fields)
  local heads = redis.call('HMGET', key, unpack(fields))
  for at, head in ipairs(heads) do
    if head then
      local started = startedOf(head)
      if started >= worst and started <= highest then add(parseHead(numbers[at], head)) end
    end
  end
end
local function addAll(first, lows)
  local at, numbers, fields
  for from = #lows - #lows % 2 - 1, 1, -2 do
    local number = first + struct.unpack('>I2', lows, from)
    local key, field = place('h:', number, 64)
    if key ~= at or #fields == 64 then
      if at then addHeads(at, numbers, fields) end
      at, numbers, fields = key, {}, {}
    end
    numbers[#numbers + 1] = number
    fields[#fields + 1] = field
  end
  if at then addHeads(at, numbers, fields) end
end
local function addOthersOf(segment)
  local narrow = {}
  for each = segment * 16 + 15, segment * 16, -1 do narrow[#narrow + 1] = each end
  local ranges = redis.call('HMGET', prefix .. 'ranges', unpack(narrow))
  for at, each in ipairs(narrow) do
    if not isOutside(ranges[at]) then
      local key, field = others(each, hash)
      addAll(each * 4096, redis.call('HGET', key, field) or '')
    end
  end
end
for _, segment in ipairs(segments(65536)) do
  local isWhole = segment >= meta.marked
  if not (isWhole and spans and isOutside(spans[tostring(segment)])) then
    local key, field = listed(segment, hash)
    local list = redis.call('HGET', key, field) or ''
    if not spans and (isMarked(list) or #found > 64) then readSpans() end
    -- What is newest first: the list was full before there were others.
    if isMarked(list) or not isWhole then addOthersOf(segment) end
    addAll(segment * 65536, list)
  end
end
local kept, flat = {}, {}
for _, one in ipairs(found) do
  if one.started >= worst then kept[#kept + 1] = one end
end
-- Who asks for what few carry is spared a round trip.
local BODIES = 8
for _, one in ipairs(kept) do
  flat[#flat + 1] = one.number
  flat[#flat + 1] = one.head
  flat[#flat + 1] = #kept <= BODIES and bodyOf(one) or false
end
return { successors, flat, newFacets(born, facetsKnown) }
