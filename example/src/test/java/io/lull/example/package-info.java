@org.jspecify.annotations.NullMarked
package io.lull.example;
