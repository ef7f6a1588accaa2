/** Copies of whole trees on real file systems. */
package io.lull.provider.tree;
