Imports System.Collections.Generic

' A till; it doesn't give change.
Public Class Till
    Private ReadOnly _prices As New Dictionary(Of String, Decimal)

    Public Property Total As Decimal

    Public Sub Add(name As String, price As Decimal)
        If String.IsNullOrEmpty(name) Then
            Throw New ArgumentException("a ""name"" is missing")
        ElseIf price < 0 Then
            Return
        End If

        _prices(name) = price
        Total += price
    End Sub

    Public Function Describe() As String
        Dim text = ""
        For Each pair In _prices
            text &= pair.Key & ": " & pair.Value.ToString() & vbCrLf
        Next

        Select Case _prices.Count
            Case 0
                text = "nothing"
            Case Else
                While text.EndsWith(vbCrLf)
                    text = text.Substring(0, text.Length - 2)
                End While
        End Select

        If text.Length > 100 Then Return "much"
        Return text
    End Function
End Class
