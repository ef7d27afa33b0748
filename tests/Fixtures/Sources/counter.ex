defmodule Counter do
  @moduledoc """
  Counts "words"; it doesn't count 'letters'.
  """

  use GenServer

  # The state is a map (word => count).
  def start_link(options \\ []) do
    GenServer.start_link(__MODULE__, %{}, options)
  end

  def add(pid, text) when is_binary(text), do: GenServer.cast(pid, {:add, text})

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_cast({:add, text}, state) do
    words = String.split(text, ~r/[^\w]+/, trim: true)

    state =
      Enum.reduce(words, state, fn word, counts ->
        Map.update(counts, String.downcase(word), 1, &(&1 + 1))
      end)

    if map_size(state) > 100 do
      {:stop, "too many: #{map_size(state)}", state}
    else
      {:noreply, state}
    end
  end
end
