using V2K.Guests.Trying;

namespace V2K.Guests.Tests;

public sealed class HostProgramTests
{
    [Theory]
    [InlineData("web01  TestBoot   web01: done in 194.29 s, up after 183 s: DHCP lease", "up after 183 s: DHCP lease")]
    [InlineData("web01  Define     web01: up to date, web01 is defined", "web01  Define     web01: up to date, web01 is defined")]
    [InlineData("web01  Define     web01: done in ", "web01  Define     web01: done in ")]
    public void Of_a_steps_line_the_outcome_is_kept(string line, string expected) => Assert.Equal(expected, HostProgram.WhatCameOf(line));
}
