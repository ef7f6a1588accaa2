package io.lull.node.doctor;

import java.util.List;

/** Looks at one side of a node; it changes nothing and needs no node that runs. */
@FunctionalInterface
interface Check {
  List<Finding> look(Patient patient) throws Exception;
}
