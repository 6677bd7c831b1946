-- What was said and written, made searchable: filled by whoever writes messages, and by `parley
-- index` from what others wrote. It stands here and not with the facts, so that a site's own can be
-- searched, too. Why it is built so: README, "Search".

-- Where each word stands: newest first of a word is one short read at the end of its range.
CREATE TABLE search_words (
  tenant_id      INT UNSIGNED NOT NULL,
  word           BIGINT NOT NULL COMMENT 'hash of the folded word, or of two short ones in a row',
  created_at     DATETIME(3) NOT NULL COMMENT 'of the interaction',
  interaction_id BIGINT UNSIGNED NOT NULL,
  who            TINYINT UNSIGNED NOT NULL COMMENT 'sum of 1 client, 2 agent, 4 others',
  PRIMARY KEY (tenant_id, word, created_at, interaction_id)
);

-- The folded text itself: what decides whether an interaction is found, whatever led there. A line
-- per message, "<message_no>\t word word \n": first the client's, then the agents', then all others.
CREATE TABLE search_texts (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  created_at     DATETIME(3) NOT NULL COMMENT 'as in search_words',
  messages       INT UNSIGNED NOT NULL COMMENT 'so many there were',
  client_bytes   INT UNSIGNED NOT NULL,
  agent_bytes    INT UNSIGNED NOT NULL,
  said           MEDIUMBLOB NOT NULL,
  PRIMARY KEY (tenant_id, interaction_id)
);
