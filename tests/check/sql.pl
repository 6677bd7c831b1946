# The rules of sql.sh, over the files in @ARGV.
use strict;
use warnings;

my $sql = qr/
    \b(?: SELECT | WHERE | UNION\ (?:ALL|SELECT) | (?:ORDER|GROUP)\ BY | HAVING | (?:LEFT|INNER)\ JOIN
        | (?:INSERT|REPLACE)\s+(?:INTO|IGNORE) | DELETE\s+FROM | UPDATE\s+\w+\s+SET | FOR\ UPDATE
        | (?:CREATE|ALTER|DROP|TRUNCATE|LOCK)\s+(?:TABLE|DATABASE|USER|VIEW|INDEX) | START\ TRANSACTION | GRANT | REVOKE )\b
  | ^"\s*(?: select\s.+\sfrom | insert\s+into | delete\s+from | update\s+\w+\s+set )\s
/xs;

my $findings = 0;
foreach my $file (@ARGV) {
    open(my $in, '<', $file) or die "$file: $!\n";
    my $text = do { local $/; <$in> };
    $text = '' unless defined $text;
    # Comments and characters are skipped; neighbouring literals are one string to the compiler.
    while ($text =~ m{//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])+'|((?:"(?:\\.|[^"\\])*"\s*)+)}gs) {
        next unless defined $1;
        my ($literal, $at) = ($1, $-[0]);
        $literal =~ s/"\s*"//g;
        next unless $literal =~ $sql;
        my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
        print "$file:$line: sql: a statement outside src/store\n";
        $findings++;
    }
}
exit($findings ? 1 : 0);
