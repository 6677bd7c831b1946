-- A PBX with a mind of its own: interactions are views over tables of other names, columns have other
-- types, the wrap-up is not recorded.
CREATE TABLE queues (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL, active BIT(1) NOT NULL DEFAULT 1, PRIMARY KEY (tenant_id, id));
CREATE TABLE agents (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, name VARCHAR(100) NOT NULL, kind CHAR(5) CHARACTER SET latin1 NULL, active BOOL NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE dids (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, number VARCHAR(32) CHARACTER SET latin1 NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE dispositions (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, name VARCHAR(100) NOT NULL, active TINYINT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE crm_contacts (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, name VARCHAR(150) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE calls (
  customer   BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  began      TIMESTAMP(3) NOT NULL DEFAULT '2000-01-01',
  ended      TIMESTAMP(3) NULL,
  kind       ENUM('email','whatsapp','sms','chat','voice') NOT NULL,
  state      CHAR(10) CHARACTER SET latin1 NOT NULL,
  queue      BIGINT NULL,
  agent      BIGINT NULL,
  client     BIGINT NULL,
  caller     VARCHAR(40) CHARACTER SET latin1 NULL,
  called     BIGINT NULL,
  outcome    BIGINT NULL,
  seconds    DECIMAL(10, 1) NULL,
  running    BOOL NOT NULL DEFAULT 0,
  PRIMARY KEY (customer, number),
  KEY (customer, began),
  KEY (customer, queue, began)
);
CREATE VIEW closed_interactions AS SELECT customer AS tenant_id, number AS id, began AS created_at, ended AS closed_at,
  kind AS channel, state AS status, queue AS queue_id, agent AS agent_id, client AS client_id, caller AS phone_number,
  called AS did_id, outcome AS disposition_id, seconds AS duration_s FROM calls;
CREATE TABLE live LIKE calls;
CREATE VIEW active_interactions AS SELECT customer AS tenant_id, number AS id, began AS created_at, ended AS closed_at,
  kind AS channel, state AS status, queue AS queue_id, agent AS agent_id, client AS client_id, caller AS phone_number,
  called AS did_id, outcome AS disposition_id, seconds AS duration_s FROM live;
