/** The rules of selection and what a document keeps. */
@NullMarked
package io.lull.protocol.document;

import org.jspecify.annotations.NullMarked;
