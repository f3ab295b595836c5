-- Requests by number.
--
-- ARGV    numbers
-- Return  for each: head and body, or two times nothing
local found = {}
while taken < #ARGV do
  local one = readHead(takeNumber())
  found[#found + 1] = one and one.head or false
  found[#found + 1] = one and bodyOf(one) or false
end
return found
