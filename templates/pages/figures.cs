<div id="figures" class="figures">
<dl>
<?cs each:f = Figures ?><div><dt><abbr title="<?cs var:f.title ?>"><?cs var:f.label ?></abbr></dt><dd<?cs if:f.unknown ?> class="quiet"<?cs /if ?>><?cs var:f.value ?><?cs if:f.more ?> <span class="more"><?cs var:f.more ?></span><?cs /if ?></dd></div>
<?cs /each ?></dl>
<?cs if:subcount(ByChannel) ?><ul class="by-channel" aria-label="By channel">
<?cs each:c = ByChannel ?><li><a href="<?cs var:c.url ?>" hx-boost="true" hx-target="#list" hx-select="#list" hx-swap="outerHTML" hx-push-url="true"><span class="ch <?cs var:c.key ?>"><?cs var:c.label ?></span> <strong><?cs var:c.n ?></strong></a></li>
<?cs /each ?></ul><?cs /if ?>
</div>
