module Parser

open System

// Tokens of a calculator; it's small.
type Token =
    | Number of float
    | Operator of char
    | Open
    | Close

(* A comment (* in a comment *) with "a text". *)
let rec tokens (text: char list) =
    match text with
    | [] -> []
    | '(' :: rest -> Open :: tokens rest
    | ')' :: rest -> Close :: tokens rest
    | letter :: rest when Char.IsDigit letter ->
        let digits = letter :: List.takeWhile Char.IsDigit rest
        Number(float (String(List.toArray digits))) :: tokens (List.skip (digits.Length - 1) rest)
    | ('+' | '-' as sign) :: rest -> Operator sign :: tokens rest
    | _ :: rest -> tokens rest

let describe token =
    match token with
    | Number value -> $"number {value:F2}"
    | Operator sign -> sprintf "operator '%c'" sign
    | Open | Close -> """a "bracket" """

[<EntryPoint>]
let main arguments =
    arguments
    |> Array.collect (fun text -> tokens (List.ofSeq text) |> List.toArray)
    |> Array.iter (describe >> printfn "%s")
    0
