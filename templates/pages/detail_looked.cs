<?cs if:Looked.on ?>
<section class="looked" id="looked" aria-labelledby="looked-title">
<h2 id="looked-title">Who looked, played, exported</h2>
<?cs if:subcount(Looked.rows) ?>
<ol class="looked-list">
<?cs each:row = Looked.rows ?><li><time title="<?cs var:row.exact ?>"><?cs var:row.time ?></time> <strong dir="auto"><?cs var:row.who ?></strong> <span><?cs var:row.what ?></span><?cs each:l = row.lines ?> <span class="looked-line"><?cs var:l.key ?>: <?cs if:l.was ?><del dir="auto"><?cs var:l.was ?></del> <?cs /if ?><span dir="auto"><?cs var:l.is ?></span></span><?cs /each ?></li>
<?cs /each ?></ol>
<?cs else ?>
<p class="quiet">Nobody before you.</p>
<?cs /if ?>
<p class="quiet"><?cs if:Looked.more ?>Older ones are not shown here. <?cs /if ?>This look is recorded, too.</p>
<?cs if:Looked.url ?><p><a href="<?cs var:Looked.url ?>">All in the audit log</a></p><?cs /if ?>
</section>
<?cs /if ?>
