<?cs # The way to the sections that the page has: each has its values under a name of its own. ?>
<nav class="detail-nav" aria-label="Sections">
<?cs if:subcount(Sum) ?><a href="#summary">Summary</a><?cs /if ?>
<?cs if:subcount(Player) ?><a href="#recording">Recording</a><?cs /if ?>
<?cs if:subcount(Talk) ?><a href="#transcript">Transcript</a><?cs /if ?>
<?cs if:subcount(Calls) ?><a href="#functions">Functions</a><?cs /if ?>
<?cs if:subcount(Legs) ?><a href="#path">Call path</a><?cs /if ?>
<?cs if:subcount(Facts) ?><a href="#facts">Details</a><?cs /if ?>
<?cs if:subcount(Linked) ?><a href="#linked">Linked</a><?cs /if ?>
<?cs if:subcount(Marks) ?><a href="#marks">Flags, tags and notes</a><?cs /if ?>
<?cs if:subcount(Looked) ?><a href="#looked">Who looked</a><?cs /if ?>
</nav>
