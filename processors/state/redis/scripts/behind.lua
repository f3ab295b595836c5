-- Part of the scripts that list: ids in order of their bytes.
--
-- Not by `<`: that is the order of the server's locale.
local function isBehind(text, probe)
  for at = 1, math.min(#text, #probe) do
    local a, b = string.byte(text, at), string.byte(probe, at)
    if a ~= b then return a > b end
  end
  return #text > #probe
end
