<?cs # The way to the sections that the page has. ?>
<nav class="detail-nav" aria-label="Sections">
<?cs if:subcount(Sum) ?><a href="#summary">Summary</a><?cs /if ?>
<?cs if:subcount(Player) ?><a href="#recording">Recording</a><?cs /if ?>
<?cs if:Talk.any || Talk.denied ?><a href="#transcript">Transcript</a><?cs /if ?>
<?cs if:subcount(Calls.items) ?><a href="#functions">Functions</a><?cs /if ?>
<?cs if:subcount(Legs) ?><a href="#path">Call path</a><?cs /if ?>
<?cs if:subcount(Facts) ?><a href="#facts">Details</a><?cs /if ?>
<?cs if:Vendor.name ?><a href="#vendor">More from <?cs var:Vendor.name ?></a><?cs /if ?>
<?cs if:Linked.any ?><a href="#linked">Linked</a><?cs /if ?>
<?cs if:Marks.shown ?><a href="#marks">Flags, tags and notes</a><?cs /if ?>
<?cs if:Looked.on ?><a href="#looked">Who looked</a><?cs /if ?>
</nav>
