-- Events: listeners are called in order, don't rely on more.
local Events = {}
Events.__index = Events

--[[ A comment of several lines
     with "quotes" and end of it ]]
function Events.new()
  return setmetatable({ listeners = {}, count = 0 }, Events)
end

function Events:on(name, listener)
  local list = self.listeners[name]
  if not list then
    list = {}
    self.listeners[name] = list
  end
  list[#list + 1] = listener
  self.count = self.count + 1
end

function Events:emit(name, ...)
  for _, listener in ipairs(self.listeners[name] or {}) do
    local ok, message = pcall(listener, ...)
    if not ok then
      print(("listener of %q failed: %s"):format(name, message))
    elseif message == "stop" then
      break
    end
  end
end

local help = [==[
usage: events [[name]] 'text'
]==]

local events = Events.new()
events:on("start", function(who)
  print('hello, ' .. who .. help)
end)

local left = 3
repeat
  events:emit("start", "world")
  left = left - 1
until left == 0

while events.count > 1 do
  events.count = events.count - 1
end

return Events
