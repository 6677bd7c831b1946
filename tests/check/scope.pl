# The rules of scope.sh, over the files in @ARGV.
use strict;
use warnings;

my $insiders = qr{^src/(?:auth/scope\.c|db/[^/]+\.c)$};    # may look inside a scope
my $definition = 'src/db/scope_data.h';                    # says what a scope is made of

# A table after its database as {facts}.t or {app}.t; the server's own databases are nobody's.
my $own_database = qr/
    \b(?:FROM|JOIN|INTO|UPDATE)\s+ (?!(?:information_schema|mysql)\.) `?\w+`?\s*\.\s*`?\w
/x;

my $findings = 0;

sub refuse {
    my ($file, $text, $at, $rule, $why) = @_;
    my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
    print "$file:$line: $rule: $why\n";
    $findings++;
}

foreach my $file (@ARGV) {
    open(my $in, '<', $file) or die "$file: $!\n";
    my $text = do { local $/; <$in> };
    $text = '' unless defined $text;
    # Comments become blanks of the same length and lines.
    $text =~ s{("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+')|(//[^\n]*|/\*.*?\*/)}
              {defined $1 ? $1 : $2 =~ s/[^\n]/ /gr}gse;

    while ($text =~ /^[ \t]*#[ \t]*include[ \t]*[<"][^>"\n]*scope_data\.h/mg) {
        refuse($file, $text, $-[0], 'scope-data', 'only src/auth/scope.c and src/db look inside a scope')
            unless $file =~ $insiders;
    }
    while ($text =~ /\bstruct\s+scope\s*\{/g) {
        refuse($file, $text, $-[0], 'scope-made', 'only src/auth/scope.c makes a scope')
            unless $file eq $definition;
    }
    # Neighbouring literals are one string to the compiler.
    while ($text =~ m{'(?:\\.|[^'\\])+'|((?:"(?:\\.|[^"\\])*"\s*(?:\\\n\s*)?)+)}gs) {
        next unless defined $1;
        my ($literal, $at) = ($1, $-[0]);
        $literal =~ s/"\s*(?:\\\n\s*)?"//g;
        refuse($file, $text, $at, 'table-name', 'a table is named {facts}.table or {app}.table')
            if $literal =~ $own_database;
    }
}
exit($findings ? 1 : 0);
