-- The first few requests of a list, of those that carry an identifier. Hardly ever another one with the same hash is among them.
--
-- ARGV    folded identifier; its hash; limit; lowest and highest start; 1 when the list goes on behind a place, else 0; its start; what is
--         greater than all members of its id, and less than those of ids behind it
-- Return  {ids of successors; number and head of each that was found, in no order: at least the first `limit`}
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
-- Between which starts the requests of a segment lie is asked for only when there is much to read.
local ranges
local function isOutside(segment)
  if not ranges then
    ranges = {}
    local flat = redis.call('HGETALL', prefix .. 'ranges')
    for at = 1, #flat, 2 do
      local low, high = string.match(flat[at + 1], '^(.*),(.*)$')
      ranges[flat[at]] = { tonumber(low), tonumber(high) }
    end
  end
  local range = ranges[tostring(segment)]
  return range and (range[2] < worst or range[1] > highest)
end
for _, segment in ipairs(segments(4096)) do
  local key, field = bucket('k:', segment, hash, 512)
  local lows = redis.call('HGET', key, field)
  if lows and not (#lows > 32 and isOutside(segment)) then
    for from = 1, #lows, 2 do
      local one = readHead(segment * 4096 + struct.unpack('>I2', lows, from))
      if one then add(one) end
    end
  end
end
local flat = {}
for _, one in ipairs(found) do
  if one.started >= worst then
    flat[#flat + 1] = one.number
    flat[#flat + 1] = one.head
  end
end
return { successors, flat }
