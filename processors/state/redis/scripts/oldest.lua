-- Final requests that came first, as long as their last change is before a moment.
--
-- ARGV    epoch; moment; portion
-- Return  number, head and body of each
local before, portion = takeNumber(), takeNumber()
local found = {}
local number = meta.first
while number < meta.last and #found < 3 * portion do
  local one = readHead(number)
  if one then
    if one.changed >= before then break end
    found[#found + 1] = number
    found[#found + 1] = one.head
    found[#found + 1] = bodyOf(one) or ''
  end
  number = number + 1
end
return found
