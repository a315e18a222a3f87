using V2K.Engine.Guests;

namespace V2K.Engine.Tests.Guests;

public sealed class ArrayNamesTests
{
    [Fact]
    public void Names_of_arrays_are_found_with_their_UUIDs() => Assert.Equal(
        [("/dev/md0", "1:2:3:4"), ("/dev/md/home", "5:6:7:8"), ("/dev/md/srv", "9:a:b:c")],
        ArrayNames.Configured("ARRAY /dev/md0 metadata=1.2 UUID=1:2:3:4\n# ARRAY /dev/md7 UUID=x\narray home metadata=1.2\n   name=web01:home\n   uuid=5:6:7:8\nARRAY /dev/md/srv UUID=9:a:b:c\nARRAY <ignore> name=x\n"));
}
