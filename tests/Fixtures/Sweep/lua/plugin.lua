local M = {}

local defaults = {
  width = 40,
  border = "rounded",
  keys = { close = "q", open = "<CR>" },
}

local function create_window(buffer, options)
  local columns = vim.o.columns
  local lines = vim.o.lines
  return vim.api.nvim_open_win(buffer, true, {
    relative = "editor",
    width = options.width,
    height = math.floor(lines / 2),
    col = math.floor((columns - options.width) / 2),
    row = math.floor(lines / 4),
    style = "minimal",
    border = options.border,
  })
end

function M.setup(options)
  M.options = vim.tbl_deep_extend("force", defaults, options or {})
  vim.api.nvim_create_user_command("Bookmarks", function()
    M.show()
  end, { desc = "Show all bookmarks" })
end

function M.show()
  local buffer = vim.api.nvim_create_buf(false, true)
  local window = create_window(buffer, M.options)
  local names = {}
  for name in pairs(M.bookmarks or {}) do
    table.insert(names, name)
  end
  table.sort(names)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, names)
  vim.keymap.set("n", M.options.keys.close, function()
    vim.api.nvim_win_close(window, true)
  end, { buffer = buffer })
end

return M
