# The rules of templates.sh, over the files in @ARGV.
use strict;
use warnings;

my $CS = qr/<\?cs\s+(.*?)\?>/s;    # one ClearSilver tag, its inside
my $output = "\x01";               # stands for a tag that prints something
my $control = "\x02";              # stands for any other tag

# ClearSilver: rule, what the inside of a tag looks like then, what is wrong.
my @tag_rules = (
    ['raw-output',     qr/^[ule]var\b/,                  'uvar, lvar and evar print unescaped or run data'],
    ['alt-output',     qr/^alt\b/,                       'alt: prints unescaped'],
    ['name-output',    qr/^name\b/,                      'name: prints unescaped'],
    ['linclude',       qr/^linclude\b/,                  'linclude reads a file that data names'],
    ['include',        qr/^include\b(?![:!]\s*"(?!\/)(?:(?!\.\.)[^"])*"\s*$)/,
                                                         'include takes one literal path below the templates'],
    ['escape-off',     qr/^escape\b(?![:!]\s*"(?:html|js|url)"\s*$)/, 'escaping may not be switched off'],
    ['escape-config',  qr/\bConfig\./i,                  'the configuration is not the templates\' business'],
    ['escape-sum',     qr/^(?=.*(?:_escape|url_validate)\s*\()(?=.*\+)/s,
                                                         'a sum with an escaped part prints the rest unescaped'],
);

# Attributes of an element: rule, what their name looks like, what their value looks like, what is wrong.
my @attribute_rules = (
    ['event-handler',  qr/^on/i,                  qr//,               'no inline event handlers'],
    ['event-handler',  qr/^(?:data-)?hx-(?:on|vars)\b/i, qr//,        'no inline event handlers'],
    ['style-attribute', qr/^style$/i,             qr//,               'no inline style'],
    ['javascript-url', qr//,                      qr/^\s*(?:javascript|js|data|vbscript)\s*:/i,
                                                                      'no code or data in an address'],
    ['unquoted-attribute', qr//,                  qr/^[^"'].*[\x01\x02]|^[\x01\x02]/s,
                                                                      'a value made by a tag needs quotes'],
);

# The whole text, tags replaced: rule, pattern, what is wrong.
my @text_rules = (
    ['inline-script',  qr/<script\b(?![^>]*\ssrc\s*=)/i,      'no inline script'],
    ['inline-script',  qr/<script\b[^>]*>(?!\s*<\/script)/i,  'no inline script'],
    ['inline-style',   qr/<style\b/i,                         'no inline style'],
    ['javascript-url', qr/javascript\s*:/i,                   'no code in an address'],
    ['unclosed-tag',   qr/<\?cs|\?>/,                         'a ClearSilver tag without its other end'],
);

my $findings = 0;

sub refuse {
    my ($file, $text, $at, $rule, $why) = @_;
    my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
    print "$file:$line: $rule: $why\n";
    $findings++;
}

# The text of the same length and lines with each ClearSilver tag replaced by its stand-in.
sub without_tags {
    my ($text) = @_;
    $text =~ s{($CS)}{
        my ($whole, $inside) = ($1, $2);
        my $kind = $inside =~ /^(?:[ule]?var|name|alt)\b/ ? $output : $control;
        (my $rest = substr($whole, 1)) =~ s/[^\n]/$control/g;
        $kind . $rest;
    }gse;
    return $text;
}

foreach my $file (@ARGV) {
    open(my $in, '<', $file) or die "$file: $!\n";
    my $text = do { local $/; <$in> };
    $text = '' unless defined $text;

    while ($text =~ /$CS/g) {
        my ($inside, $at) = ($1, $-[0]);
        foreach my $rule (@tag_rules) {
            refuse($file, $text, $at, $rule->[0], $rule->[2]) if $inside =~ $rule->[1];
        }
    }

    my $html = without_tags($text);
    foreach my $rule (@text_rules) {
        refuse($file, $text, $-[0], $rule->[0], $rule->[2]) while $html =~ /$rule->[1]/g;
    }

    while ($html =~ /<[a-z\x01\x02]((?:[^"'<>]|"[^"]*"|'[^']*')*)>/gi) {
        my ($element, $start) = ($&, $-[0]);
        # What is left of an element when its attributes are taken away may not come from data.
        (my $bare = $element) =~ s/"[^"]*"|'[^']*'//g;
        $bare =~ s/=\s*[^\s>]*//g;
        refuse($file, $text, $start, 'attribute-name', 'no tag or attribute names from data')
            if $bare =~ /$output/;
        while ($element =~ /([a-z_:@.][^\s=>"'\x01\x02]*)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/gi) {
            my ($name, $value, $at) = ($1, $2, $-[0]);
            (my $plain = $value) =~ s/^["']//;
            foreach my $rule (@attribute_rules) {
                my $tested = $rule->[0] eq 'unquoted-attribute' ? $value : $plain;
                refuse($file, $text, $start + $at, $rule->[0], $rule->[3])
                    if $name =~ $rule->[1] && $tested =~ $rule->[2];
            }
        }
    }
}
exit($findings ? 1 : 0);
