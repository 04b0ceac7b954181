-- Once, on the leader: psql -h db1 -U postgres -f teldav.sql
CREATE ROLE teldav LOGIN PASSWORD 'change-me-3';
CREATE DATABASE teldav OWNER teldav TEMPLATE template0 ENCODING 'UTF8';
