-- A stand-in for the output of mysqldump, which these tests do not run.
DROP TABLE IF EXISTS `tasks`;
CREATE TABLE `tasks` (`id` int NOT NULL, `title` varchar(100) NOT NULL, PRIMARY KEY (`id`));
INSERT INTO `tasks` VALUES (1,'clean-up: naïve “quotes” and a ; in a text'),(2,_binary '\0\'');
-- Dump completed on 2026-01-19 12:00:00
