module Tables (Table, fromRows, render) where

import qualified Data.Map as Map
import Data.List (intercalate)

-- | A table; it's rendered row by row.
newtype Table = Table { cells :: Map.Map (Int, Int) String }

{- A comment {- in a comment -} with "quotes". -}
fromRows :: [[String]] -> Table
fromRows rows = Table $ Map.fromList
  [ ((r, c), text)
  | (r, row) <- zip [0 ..] rows
  , (c, text) <- zip [0 ..] row
  ]

render :: Table -> String
render (Table table)
  | Map.null table = "(empty)"
  | otherwise = intercalate "\n" (map line [0 .. lastRow])
  where
    lastRow = maximum (map fst (Map.keys table))
    line r = concat [text ++ ['\t'] | ((r', _), text) <- Map.toList table, r' == r]
