-- Requests by id, or by that of one that became part of them.
--
-- ARGV    ids, each with its folded form and its hash
-- Return  for each: head and body, or two times nothing
local found = {}
while taken < #ARGV do
  local id, folded, idHash = take(), take(), take()
  local one = byId(id, idHash)
  if not one then
    local entry = alias(id, folded)
    one = entry and byId(entry[2], entry[3])
  end
  found[#found + 1] = one and one.head or false
  found[#found + 1] = one and bodyOf(one) or false
end
return found
