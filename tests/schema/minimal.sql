-- What the product page names and nothing else: no legs, no waits, no contents, an older character
-- set, seconds without fractions, texts for lists of values, one number per interaction whoever's.
CREATE TABLE queues (tenant_id INT NOT NULL, id INT NOT NULL, name VARCHAR(100) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE agents (tenant_id INT NOT NULL, id INT NOT NULL, name VARCHAR(100) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE dids (tenant_id INT NOT NULL, id INT NOT NULL, number VARCHAR(32) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE dispositions (tenant_id INT NOT NULL, id INT NOT NULL, name VARCHAR(100) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE crm_contacts (tenant_id INT NOT NULL, id INT NOT NULL, name VARCHAR(150) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE closed_interactions (
  id             INT NOT NULL PRIMARY KEY,
  tenant_id      INT NOT NULL,
  created_at     DATETIME NOT NULL,
  closed_at      DATETIME NULL,
  channel        VARCHAR(20) NOT NULL,
  status         VARCHAR(20) NOT NULL,
  queue_id       INT NULL,
  agent_id       INT NULL,
  crm_contact_id INT NULL,
  phone_number   VARCHAR(40) NULL,
  did_id         INT NULL,
  disposition_id INT NULL,
  duration_s     INT NULL,
  acw_s          INT NULL,
  KEY by_time (created_at)
);
CREATE TABLE active_interactions LIKE closed_interactions;
