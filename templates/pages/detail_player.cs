<?cs # The recordings of an interaction. Without scripts the browser's own controls play them; player.js puts its own in their place. ?>
<?cs if:subcount(Player) ?>
<section id="recording" class="detail-part players" aria-labelledby="recording-title"<?cs if:Player.page ?> data-page="<?cs var:Player.page ?>"<?cs /if ?>>
<h2 id="recording-title"><?cs if:Player.several ?>Recordings<?cs else ?>Recording<?cs /if ?></h2>
<?cs if:Player.none ?><p class="quiet">It was recorded, but no recording of it is stored here.</p><?cs /if ?>
<?cs each:p = Player.items ?>
<div class="player" role="group" aria-label="Recording <?cs var:p.name ?>" data-no="<?cs var:p.no ?>"<?cs if:p.ms ?> data-ms="<?cs var:p.ms ?>"<?cs /if ?><?cs if:p.wave ?> data-wave="<?cs var:p.wave ?>"<?cs /if ?><?cs if:p.voices ?> data-voices="<?cs var:p.voices ?>"<?cs /if ?>>
<?cs if:Player.several || p.problem ?><p class="player-name"><strong>Recording <?cs var:p.name ?></strong><?cs if:p.duration ?> <span class="quiet"><?cs var:p.duration ?></span><?cs /if ?></p><?cs /if ?>
<?cs if:p.url ?><audio controls preload="none" src="<?cs var:p.url ?>" aria-label="Recording <?cs var:p.name ?>"></audio><?cs /if ?>
<p class="player-problem"<?cs if:!p.problem ?> hidden<?cs /if ?>><?cs var:p.problem ?></p>
<?cs if:p.save ?><p class="player-save"><a class="btn" href="<?cs var:p.save ?>" download>Download<?cs if:Player.several ?><span class="sr"> recording <?cs var:p.name ?></span><?cs /if ?></a></p><?cs /if ?>
</div>
<?cs /each ?>
</section>
<?cs /if ?>
