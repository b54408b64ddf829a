namespace Locket.Engine.Text;

/// <summary>Unicode normalisation that needs no ICU on the machine.</summary>
public static class Unicode
{
    public static string ToNfc(string text) => text.Normalize(System.Text.NormalizationForm.FormC);
}
