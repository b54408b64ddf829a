using Locket.Server.Checks;

namespace Locket.Server.Tests.Docs;

public sealed class DoctorPageTests
{
    [Fact]
    public void The_table_of_checks_is_that_of_the_program() =>
        Assert.Equal(
            CheckList.All.Select(check => check.Name),
            Pages.Read("docs/reference/doctor.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]));
}
