require "json"

# A library; it's only for tests.
module Library
  class Book
    attr_reader :title, :year

    def initialize(title, year: nil)
      @title = title
      @year = year
    end

    def to_s = "#{title} (#{year || 'unknown'})"

    def old?
      return false unless year
      year < 1950
    end
  end

  class Shelf
    include Enumerable

    def initialize(books = [])
      @books = books
    end

    def each(&block)
      @books.each { |book| block.call(book) }
    end

    def load(path)
      File.foreach(path) do |line|
        next if line =~ /^\s*(#|$)/
        data = JSON.parse(line, symbolize_names: true)
        @books << Book.new(data[:title], year: data[:year])
      end
      self
    end

    def report
      kind = if any?(&:old?) then "old" else "new" end
      case count
      when 0
        puts "nothing"
      else
        while @books.size > 10 do
          @books.pop
        end
        puts <<~TEXT
          #{kind} books (#{count}):
          #{map { |book| "- #{book}" }.join("\n")}
          end of 'list
        TEXT
      end
    end
  end
end
