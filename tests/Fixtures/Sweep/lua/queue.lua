local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ first = 1, last = 0, items = {} }, Queue)
end

function Queue:push(item)
  self.last = self.last + 1
  self.items[self.last] = item
end

function Queue:pop()
  if self:is_empty() then
    return nil
  end
  local item = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return item
end

function Queue:peek()
  return self.items[self.first]
end

function Queue:is_empty()
  return self.first > self.last
end

function Queue:size()
  return self.last - self.first + 1
end

function Queue:each(callback)
  for i = self.first, self.last do
    callback(self.items[i])
  end
end

return Queue
