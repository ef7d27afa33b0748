-- Runs one of the page's settings in a Neovim of its own, types into a file there as a user does, and prints what
-- came of it as a line of JSON. The environment says the settings (SETTINGS), the file (FILE) and how
-- the suggestion is accepted (PATTERN): as a whole, or in parts, a word and the rest of its line.
local patience = 120000

local editor = vim.fn.jobstart(
  { vim.v.progpath, '--embed', '--headless', '-u', 'NONE', '-i', 'NONE', '-n' }, { rpc = true })

local function call(name, ...) return vim.rpcrequest(editor, 'nvim_' .. name, ...) end
local function run(code) return call('exec_lua', code, {}) end

local function wait_for(what, condition)
  assert(vim.wait(patience, condition, 20), 'Waited in vain for ' .. what .. '. Messages: ' .. call('exec', 'messages', true))
end

local function type_keys(keys)
  for _, key in ipairs(keys) do
    call('input', key)
    vim.wait(30)
  end
end

local function line() return call('get_current_line') end

local function ghost_text()
  local namespace = call('get_namespaces').lsp_completion
  local marks = namespace and call('buf_get_extmarks', 0, namespace, 0, -1, { details = true }) or {}
  return marks[1] and marks[1][4].virt_text[1][1]
end

local function drive()
  run([[vim.lsp.handlers['$/lspCompletion/status'] = function(_, status) _G.state = status.state end]])
  call('command', 'luafile ' .. vim.env.SETTINGS)
  call('command', 'filetype on')
  call('command', 'edit ' .. vim.env.FILE)
  wait_for('the model', function() return run('return _G.state') == 'ready' end)

  local server = run('return vim.api.nvim_get_proc_children(vim.fn.getpid())')[1]
  local suggestion
  type_keys({ '/', 'p', 'u', 'b', 'l', 'i', 'c', '$', '<CR>', 'A', ' ', 'i', 'n', 't', ' ' })
  local typed = line()
  if vim.env.SETTINGS:find('omnifunc') then
    type_keys({ '<C-x>', '<C-o>' })
    wait_for('the list', function() return #run('return vim.fn.complete_info({ "items" }).items') > 0 end)
    suggestion = run('return vim.fn.complete_info({ "items" }).items[1].word')
    type_keys({ '<C-y>' })
  else
    wait_for('ghost text', ghost_text)
    suggestion = ghost_text()
    assert(line() == typed, 'Ghost text is in the text: ' .. line())
    if vim.env.PATTERN == 'parts' then
      type_keys({ '<C-Right>' })
      wait_for('the accepted word', function() return line() == typed .. 'Age' end)
      wait_for('the rest', function() return ghost_text() == suggestion:sub(4) end)
      type_keys({ '<C-End>' })
    else
      type_keys({ '<Tab>' })
    end
  end

  wait_for('the accepted text', function() return line() == typed .. suggestion end)
  wait_for('the cursor behind it', function() return call('win_get_cursor', 0)[2] == #line() end)
  local lines = call('buf_get_lines', 0, 0, -1, true)
  vim.rpcnotify(editor, 'nvim_command', 'qall!')
  local exit_code = vim.fn.jobwait({ editor }, patience)[1]
  return { suggestion = suggestion, lines = lines, server = server, exitCode = exit_code }
end

local succeeded, report = pcall(drive)
io.stdout:write(succeeded and vim.json.encode(report) or report, '\n')
vim.cmd(succeeded and 'qall!' or 'cquit')
