<?cs def:vendor_rows(rows) ?><dl class="facts vendor-facts"><?cs each:r = rows ?><dt><bdi><?cs var:r.name ?></bdi></dt><dd dir="auto"><?cs if:r.begins ?><details class="vendor-long"><summary><?cs var:r.begins ?></summary><p><?cs var:r.value ?></p></details><?cs elif:r.title ?><span title="<?cs var:r.title ?>"><?cs var:r.value ?></span><?cs else ?><?cs var:r.value ?><?cs /if ?></dd>
<?cs /each ?></dl><?cs /def ?>
<?cs if:Vendor.name ?>
<section id="vendor" class="vendor" aria-labelledby="vendor-title">
<details>
<summary><h2 id="vendor-title">More from <bdi><?cs var:Vendor.name ?></bdi></h2><?cs if:Vendor.n ?> <span class="quiet"><?cs var:Vendor.n ?></span><?cs /if ?></summary>
<?cs if:Vendor.bad ?><p class="unread">Could not be read: it was stored damaged.</p><?cs /if ?>
<?cs each:g = Vendor.groups ?>
<?cs if:g.folded ?><details class="vendor-group"><summary><h3><bdi><?cs var:g.title ?></bdi></h3> <span class="quiet"><?cs var:g.n ?></span></summary>
<?cs call:vendor_rows(g.rows) ?></details>
<?cs else ?><?cs if:g.title ?><h3><bdi><?cs var:g.title ?></bdi></h3><?cs /if ?>
<?cs call:vendor_rows(g.rows) ?><?cs /if ?>
<?cs /each ?>
<?cs if:Vendor.more ?><p class="quiet">And <?cs var:Vendor.more ?> more values, kept and not shown.</p><?cs /if ?>
</details>
</section>
<?cs /if ?>
